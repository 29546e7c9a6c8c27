"""Who worked where and when: as a picture, as it was known on a day, and put right afterwards."""
