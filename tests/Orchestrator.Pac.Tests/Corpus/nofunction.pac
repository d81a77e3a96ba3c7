function FindProxy(url, host) { return 'DIRECT'; }
