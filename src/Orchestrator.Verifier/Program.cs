using Orchestrator.Verifier;

return args is ["export", .. var rest]
    ? ExportCommand.Run(rest, Console.Out, Console.Error, TimeProvider.System)
    : VerifyCommand.Run(args, Console.Out, Console.Error);
