'use strict'; function FindProxyForURL(u, h) { return 'PROXY ' + (this === undefined) + ':1'; }
