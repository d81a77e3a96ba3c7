using Orchestrator.Witnesses.Commands;

return await WitnessProgram.RunAsync(args, typeof(Program).Assembly);
