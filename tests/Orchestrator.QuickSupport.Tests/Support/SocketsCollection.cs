namespace Orchestrator.QuickSupport.Tests.Support;

/// <summary>Tests that count this process's listening sockets, or open some, don't run beside others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class SocketsCollection
{
    public const string Name = "Listening sockets";
}
