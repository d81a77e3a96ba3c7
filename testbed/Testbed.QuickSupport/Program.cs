using Orchestrator.Testbed.QuickSupport;

return await QuickSupportCommand.Create().Parse(args).InvokeAsync();
