namespace Orchestrator.Plugins.Tests.Audit;

/// <summary>A server that was taken away, and comes back on disposal.</summary>
internal sealed class Back(Func<Task> restart) : IAsyncDisposable
{
    public async ValueTask DisposeAsync() => await restart();
}
