var f = helper; function FindProxyForURL(u, h) { return f(h); } function helper(h) { return 'PROXY ' + h.length + ':1'; }
