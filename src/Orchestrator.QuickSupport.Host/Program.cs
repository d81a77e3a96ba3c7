using Orchestrator.QuickSupport.Host;

return await QuickSupportProgram.RunAsync(args);
