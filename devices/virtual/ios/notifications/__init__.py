"""What iOS shows for apps: banners, Notification Centre, the lock screen; and push messages."""
