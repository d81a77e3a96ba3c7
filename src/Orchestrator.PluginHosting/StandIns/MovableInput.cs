using Orchestrator.Abstractions;

namespace Orchestrator.PluginHosting;

/// <summary>Opened input that moves between generations while nothing is pressed.</summary>
internal sealed class MovableInput(Movable<IInputInjector> input, PressedInput pressed) : IInputInjector
{
    /// <inheritdoc />
    public InjectResult Inject(in InputEvent @event) =>
        input.Use((pressed, @event), static (current, given) =>
        {
            given.pressed.Note(given.@event);
            return current.Inject(given.@event);
        });

    /// <inheritdoc />
    public void ReleaseAll() =>
        input.Use(pressed, static (current, pressed) =>
        {
            current.ReleaseAll();
            pressed.Clear();
            return true;
        });

    /// <inheritdoc />
    public void Settle() =>
        input.Use(true, static (current, done) =>
        {
            current.Settle();
            return done;
        });

    /// <inheritdoc />
    public ValueTask DisposeAsync() => input.DisposeAsync();
}
