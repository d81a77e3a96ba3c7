namespace Orchestrator.Plugins.Proxy.Socks5;

/// <summary>The conversation led to no answer.</summary>
internal sealed class SocksException(SocksProblem problem, string message) : IOException(message)
{
    /// <summary>What is wrong.</summary>
    public SocksProblem Problem { get; } = problem;
}

/// <summary>Why there is no answer.</summary>
internal enum SocksProblem
{
    /// <summary>Closed or reset.</summary>
    Closed,

    /// <summary>Not SOCKS 5, or broken off.</summary>
    Garbage,

    /// <summary>Nothing within the time.</summary>
    Silence,
}
