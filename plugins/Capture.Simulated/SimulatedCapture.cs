using System.Text.Json;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Capture.Simulated.TestCard;

namespace Orchestrator.Plugins.Capture.Simulated;

/// <summary>
/// Capture without a display server. With the empty constructor it shows a moving test card that is a function of the
/// host's clock and of the input it got; with an <see cref="IFrameSource"/> it shows that source.
/// </summary>
/// <remarks>Settings, for the test card only: <c>{"width": 1280, "height": 800}</c>, each 64 to 8192 pixels.</remarks>
public sealed class SimulatedCapture : ICapture
{
    private readonly PointerTrace pointer = new();
    private IFrameSource? source;

    /// <summary>Shows the test card.</summary>
    public SimulatedCapture()
    {
    }

    /// <summary>Shows <paramref name="source"/>; the caller keeps it and disposes of it.</summary>
    public SimulatedCapture(IFrameSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        this.source = source;
    }

    /// <inheritdoc />
    public ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (source is null)
        {
            var (width, height) = ReadSize(context.Settings);
            source = new TestCardSource(width, height, context.Time);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask<IScreenCapture> OpenScreenAsync(CaptureOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return ValueTask.FromResult<IScreenCapture>(new SourceScreen(Started(), pointer, options.DrawCursor));
    }

    /// <inheritdoc />
    public ValueTask<IInputInjector> OpenInputAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IInputInjector>(new SourceInput(Started(), pointer));

    /// <inheritdoc />
    public ValueTask<IClipboardText?> OpenClipboardAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IClipboardText?>(new SourceClipboard(Started()));

    /// <inheritdoc />
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static (int Width, int Height) ReadSize(ReadOnlyMemory<byte> settings)
    {
        if (settings.IsEmpty)
            return (1280, 800);
        using var document = JsonDocument.Parse(settings);
        return (ReadSide(document.RootElement, "width", 1280), ReadSide(document.RootElement, "height", 800));
    }

    private static int ReadSide(JsonElement settings, string name, int otherwise)
    {
        if (!settings.TryGetProperty(name, out var value))
            return otherwise;
        return value.TryGetInt32(out var side) && side is >= 64 and <= 8192
            ? side
            : throw new FormatException($"The setting \"{name}\" of the simulated screen must be a whole number from 64 to 8192.");
    }

    private IFrameSource Started() =>
        source ?? throw new InvalidOperationException("The simulated screen was opened before it was started.");
}
