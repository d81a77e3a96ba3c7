<!-- old comment
function FindProxyForURL(u, h) { return 'PROXY h:1'; }
-->
