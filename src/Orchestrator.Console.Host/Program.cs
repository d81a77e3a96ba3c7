using Orchestrator.Technicians.Commands;

return await ConsoleProgram.RunAsync(args, typeof(Program).Assembly);
