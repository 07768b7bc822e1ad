"""What makes the site an app on a phone: its manifest, its service worker, the page for when nothing answers."""
