using System.CommandLine;
using Orchestrator.Testbed.Runner.Demo;
using Orchestrator.Testbed.Runner.Run;

var root = new RootCommand("The testbed: a simulated instrument PC, its operator, a vendor and a technician, on this machine.") { DemoCommand.Create(), RunCommand.Create() };
return await root.Parse(args).InvokeAsync();
