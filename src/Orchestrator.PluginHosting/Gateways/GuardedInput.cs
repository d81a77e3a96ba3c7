using Orchestrator.Abstractions;

namespace Orchestrator.PluginHosting;

/// <summary>Opened input behind its gateway.</summary>
internal sealed class GuardedInput(IInputInjector input, PluginGateway gateway) : IInputInjector
{
    private IInputInjector? input = input;

    private IInputInjector Input => input ?? throw gateway.Closed(nameof(IInputInjector));

    /// <inheritdoc />
    public InjectResult Inject(in InputEvent input) =>
        gateway.Call(nameof(Inject), (Input, input), static given => given.Input.Inject(given.input), static result => Enum.IsDefined(result) ? null : "a result that doesn't exist");

    /// <inheritdoc />
    public void ReleaseAll() => Do(nameof(ReleaseAll), opened => opened.ReleaseAll());

    /// <inheritdoc />
    public void Settle() => Do(nameof(Settle), opened => opened.Settle());

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref input, null) is { } last)
            await gateway.DisposeAsync(last).ConfigureAwait(false);
    }

    private void Do(string member, Action<IInputInjector> action) =>
        gateway.Call(
            member,
            (Input, action),
            static given =>
            {
                given.action(given.Input);
                return true;
            });
}
