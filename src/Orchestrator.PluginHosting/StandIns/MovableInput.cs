using Orchestrator.Abstractions;

namespace Orchestrator.PluginHosting;

/// <summary>Opened input that moves between generations while nothing is pressed.</summary>
internal sealed class MovableInput(Movable<IInputInjector> input, PressedInput pressed, string channel) : IInputInjector
{
    /// <inheritdoc />
    public InjectResult Inject(in InputEvent @event)
    {
        var given = @event;
        return input.Use(current =>
        {
            var result = current.Inject(given);
            pressed.Note(given);
            PluginMetrics.Served(input.Generation, channel);
            return result;
        });
    }

    /// <inheritdoc />
    public void ReleaseAll()
    {
        input.Use(current =>
        {
            current.ReleaseAll();
            return true;
        });
        pressed.Clear();
    }

    /// <inheritdoc />
    public void Settle() =>
        input.Use(current =>
        {
            current.Settle();
            return true;
        });

    /// <inheritdoc />
    public ValueTask DisposeAsync() => input.DisposeAsync();
}
