using System.CommandLine;
using Orchestrator.Benchmarks.Baselines;

var websocket = new Command("websocket", "A plain WebSocket relay on Kestrel: the first client's messages go to the second.");
websocket.SetAction((_, token) => WebSocketRelay.RunAsync(token));
var tls = new Command("tls", "A plain TLS relay: the first client's bytes go to the second.");
tls.SetAction((_, token) => TlsRelay.RunAsync(token));
var root = new RootCommand("The simplest relays that could do, to hold the broker's against. Each listens on a free port of the loopback interface and says where.") { websocket, tls };
return await root.Parse(args).InvokeAsync();
