using Orchestrator.Benchmarks;

return await BenchmarkCommands.Create().Parse(args).InvokeAsync();
