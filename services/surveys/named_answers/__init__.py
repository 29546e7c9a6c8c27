"""The office reads who answered what, where people were told so beforehand."""
