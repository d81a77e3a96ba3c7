function FindProxyForURL(url, host) { if (x y) return 'DIRECT'; }
