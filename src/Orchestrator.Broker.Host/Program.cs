using Orchestrator.Broker.Commands;

return await BrokerProgram.RunAsync(args, typeof(Program).Assembly);
