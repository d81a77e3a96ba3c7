using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Capture.ImageFolder;

/// <summary>Pictures take no input: every event is refused, and so nothing is ever held.</summary>
internal sealed class NoInput : IInputInjector
{
    /// <inheritdoc />
    public InjectResult Inject(in InputEvent input) => InjectResult.Unavailable;

    /// <inheritdoc />
    public void ReleaseAll()
    {
    }

    /// <inheritdoc />
    public void Settle()
    {
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
