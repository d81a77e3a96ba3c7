namespace Orchestrator.Benchmarks.Stage;

/// <summary>A private X display of 1920×1080 without any program on it, or with the given ones.</summary>
internal sealed class XDisplay : IAsyncDisposable
{
    private readonly ChildProcess _server;

    private XDisplay(ChildProcess server, string name) => (_server, Name) = (server, name);

    public static bool IsInstalled => Programs.Find("Xvfb") is not null;

    /// <summary>What DISPLAY must be.</summary>
    public string Name { get; }

    public static async Task<XDisplay> StartAsync(CancellationToken cancellationToken)
    {
        var server = ChildProcess.Start("Xvfb", "-displayfd", "1", "-screen", "0", "1920x1080x24", "-nolisten", "tcp", "-noreset");
        return new XDisplay(server, ":" + (await server.LineAsync("", cancellationToken)).Trim());
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
