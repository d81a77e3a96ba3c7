using System.Text;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Capture.Simulated;
using Monitor = Orchestrator.Abstractions.Monitor;

namespace Orchestrator.Testbed.Play.Sites;

/// <summary>
/// The smallest instrument there can be: one field that changes its colour at each click, and a file that gets every key that goes down. Small, so that a
/// scenario's bytes are those of its network and not of its picture.
/// </summary>
public sealed class ScenarioScreen : IFrameSource, IDisposable
{
    /// <summary>Name of the file with the keys, in the folder of files.</summary>
    public const string TypedFile = "typed.txt";

    private const int Side = 128;
    private const int FieldSide = 64;
    private const int LastLetter = 0x7E;

    private readonly Lock _gate = new();
    private readonly StreamWriter _typed;
    private TaskCompletionSource _changed = NewSignal();
    private long _version;
    private bool _isPressed;

    /// <summary>Writes keys into this file.</summary>
    public ScenarioScreen(string typedFile) =>
        _typed = new StreamWriter(new FileStream(typedFile, FileMode.Create, FileAccess.Write, FileShare.Read), Encoding.ASCII) { AutoFlush = true };

    /// <summary>The field that changes when somebody clicks on it.</summary>
    public static PixelRect Field { get; } = new(0, 0, FieldSide, FieldSide);

    /// <inheritdoc/>
    public ScreenLayout Layout { get; } = new(1, Side, Side, [new Monitor(1, new PixelRect(0, 0, Side, Side))]);

    /// <inheritdoc/>
    public long Version
    {
        get
        {
            lock (_gate)
                return _version;
        }
    }

    /// <inheritdoc/>
    public string? ClipboardText { get; set; }

    /// <inheritdoc/>
    public async ValueTask WaitForChangeAsync(long seen, TimeSpan maxWait, CancellationToken ct)
    {
        Task signal;
        lock (_gate)
        {
            if (_version > seen || maxWait <= TimeSpan.Zero)
                return;
            signal = _changed.Task;
        }

        using var done = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await Task.WhenAny(signal, Task.Delay(maxWait, done.Token)).ConfigureAwait(false);
        await done.CancelAsync().ConfigureAwait(false);
        ct.ThrowIfCancellationRequested();
    }

    /// <inheritdoc/>
    public long CopyTo(Memory<byte> frame, int stride)
    {
        if (stride < Side * 4 || frame.Length < stride * Side)
            return -1;
        lock (_gate)
        {
            for (var row = 0; row < Side; row++)
            {
                var pixels = frame.Span.Slice(row * stride, Side * 4);
                pixels.Clear();
                if (row < FieldSide)
                    pixels[..(FieldSide * 4)].Fill((byte)(_version % 2 == 0 ? 0x40 : 0xC0));
                for (var x = 3; x < pixels.Length; x += 4)
                    pixels[x] = 0;
            }

            return _version;
        }
    }

    /// <inheritdoc/>
    public void Pointer(int x, int y, int buttons)
    {
        lock (_gate)
        {
            var isClick = buttons != 0 && !_isPressed && x < FieldSide && y < FieldSide;
            _isPressed = buttons != 0;
            if (!isClick)
                return;
            _version++;
            var before = _changed;
            _changed = NewSignal();
            before.TrySetResult();
        }
    }

    /// <inheritdoc/>
    public void Key(uint keysym, bool down)
    {
        lock (_gate)
        {
            if (down && keysym is >= ' ' and <= LastLetter)
                _typed.Write((char)keysym);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _typed.Dispose();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
