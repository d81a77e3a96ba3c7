using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Conformance.Capture;

/// <summary>A started capture plugin and the other side of its screen: what a person before it would see and do.</summary>
public abstract class CaptureSubject : IAsyncDisposable
{
    /// <summary>The plugin, started.</summary>
    public abstract ICapture Plugin { get; }

    /// <summary>Settings, as JSON, with which another instance of the plugin shows this screen too; empty for none.</summary>
    public virtual string Settings => "";

    /// <summary>Draws something that wasn't there before.</summary>
    public abstract Task ChangePictureAsync();

    /// <summary>The whole picture by another way: BGRX, rows without gaps, the X byte 0.</summary>
    public abstract Task<byte[]> TakePictureAsync();

    /// <summary>Gives the screen another size; false where it can't be done.</summary>
    public abstract Task<bool> ChangeLayoutAsync();

    /// <summary>How many keys and buttons are down.</summary>
    public abstract Task<int> CountHeldAsync();

    /// <summary>Where the pointer stands.</summary>
    public abstract Task<(int X, int Y)> ReadPointerAsync();

    /// <summary>False for a display that takes no input: each event is then <see cref="InjectResult.Unavailable"/>.</summary>
    public virtual bool TakesInput => true;

    /// <summary>True when the display system can be ended as a crash does.</summary>
    public virtual bool CanKillDisplay => false;

    /// <summary>Ends the display system as a crash does.</summary>
    public virtual Task KillDisplayAsync() => throw new NotSupportedException("This display can't be killed.");

    /// <inheritdoc />
    public abstract ValueTask DisposeAsync();
}
