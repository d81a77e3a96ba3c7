namespace Orchestrator.Broker.Commands;

/// <summary>The command line of <c>orchestrator-broker</c>.</summary>
public static class BrokerProgram
{
    /// <summary>Runs one command and gives the exit code.</summary>
    public static Task<int> RunAsync(string[] args) => Task.FromResult(args.Length);
}
