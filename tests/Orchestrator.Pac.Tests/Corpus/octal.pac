function FindProxyForURL(u, h) { return 'PROXY o:' + 017; }
