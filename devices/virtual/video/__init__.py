"""Recordings of the screen: pictures as an H.264 stream in an MP4 file."""
