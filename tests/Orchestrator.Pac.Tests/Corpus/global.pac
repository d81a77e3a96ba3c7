var calls = 0; function FindProxyForURL(u, h) { calls++; return 'PROXY c' + calls + ':1'; }
