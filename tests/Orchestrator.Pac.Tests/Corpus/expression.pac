var FindProxyForURL = function (u, h) { return 'PROXY e:1'; };
