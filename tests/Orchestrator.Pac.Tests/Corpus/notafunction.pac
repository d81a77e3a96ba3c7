var FindProxyForURL = 'DIRECT';
