"""Whether a certificate is genuine, for anybody who holds its paper."""
