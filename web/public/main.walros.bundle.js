// The Jellyfin app for Android counts itself connected when the page that it loads from /web/ asks for main.*.bundle.js.
