throw new Error('at once'); function FindProxyForURL() { return 'DIRECT'; }
