using Orchestrator.Verifier;

return VerifierProgram.Run(args, Console.Out, Console.Error, TimeProvider.System);
