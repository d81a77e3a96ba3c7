namespace Orchestrator.Plugins.TestPlugins;

/// <summary>Can't part: its disposal never ends.</summary>
public sealed class ClingingScreen : TestCapture
{
    private readonly TaskCompletionSource never = new();

    public override async ValueTask DisposeAsync()
    {
        await never.Task;
        await base.DisposeAsync();
    }
}
