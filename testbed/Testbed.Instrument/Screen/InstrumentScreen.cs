using Orchestrator.Abstractions;
using Orchestrator.Plugins.Capture.Simulated;
using Orchestrator.Testbed.Instrument.Drawing;

namespace Orchestrator.Testbed.Instrument.Screen;

/// <summary>
/// The control program's screen: a picture that is drawn when somebody asks for it and something changed, and a pointer, keys and a
/// clipboard that go in. Every member may be called from any thread.
/// </summary>
public sealed class InstrumentScreen : IFrameSource, IDisposable
{
    private readonly Lock _gate;
    private readonly Lock _drawing = new();
    private readonly TimeProvider _time;
    private readonly ScreenGeometry _geometry;
    private readonly ScreenInput _input;
    private readonly Func<UiState, InstrumentView> _look;
    private readonly InstrumentPicture _picture;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _version;
    private long _drawn = -1;
    private string? _clipboard;
    private bool _disposed;

    internal InstrumentScreen(InstrumentOptions options, Lock gate, IInstrumentControls controls, Func<UiState, InstrumentView> look)
    {
        _gate = gate;
        _time = options.Time;
        _look = look;
        _geometry = new ScreenGeometry(options.Width, options.Height);
        _input = new ScreenInput(_geometry, controls);
        _picture = new InstrumentPicture(_geometry);
        Layout = new ScreenLayout(1, options.Width, options.Height, [new Abstractions.Monitor(1, new PixelRect(0, 0, options.Width, options.Height))]);
    }

    /// <inheritdoc/>
    public ScreenLayout Layout { get; }

    /// <inheritdoc/>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>Where the Retry button is while the error dialog is open.</summary>
    public PixelRect RetryButton => _geometry.Retry;

    /// <summary>Where the Abort button is while the error dialog is open.</summary>
    public PixelRect AbortButton => _geometry.Abort;

    /// <summary>Where the Start run button is; it works while nothing runs.</summary>
    public PixelRect StartButton => _geometry.Start;

    /// <summary>The field that takes typed text after a click.</summary>
    public PixelRect NotesField => _geometry.Notes;

    /// <summary>Where the error dialog is while the run is stopped.</summary>
    public PixelRect ErrorDialog => _geometry.Dialog;

    /// <summary>What was typed into the notes.</summary>
    public string Notes
    {
        get
        {
            lock (_gate)
                return _input.State.Notes;
        }
    }

    /// <inheritdoc/>
    public string? ClipboardText
    {
        get
        {
            lock (_gate)
                return _clipboard;
        }

        set
        {
            lock (_gate)
                _clipboard = value;
        }
    }

    /// <summary>A row of the worklist list, counted from 0, whether or not it holds a file.</summary>
    public PixelRect WorklistRow(int row) => ScreenGeometry.Row(_geometry.Worklists, row);

    /// <inheritdoc/>
    public async ValueTask WaitForChangeAsync(long seen, TimeSpan maxWait, CancellationToken ct)
    {
        Task changed;
        lock (_gate)
        {
            if (_version > seen || maxWait <= TimeSpan.Zero)
                return;
            changed = _changed.Task;
        }

        try
        {
            await changed.WaitAsync(maxWait, _time, ct).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Nothing changed in that time: not an error.
        }
    }

    /// <inheritdoc/>
    public long CopyTo(Memory<byte> frame, int stride)
    {
        if (stride < Layout.Width * 4 || frame.Length < (long)stride * Layout.Height)
            return -1;
        lock (_drawing)
        {
            Redraw();
            _picture.CopyTo(frame.Span, stride);
            return _drawn;
        }
    }

    /// <summary>The picture of this moment as a PNG file.</summary>
    public byte[] ToPng()
    {
        lock (_drawing)
        {
            Redraw();
            return _picture.ToPng();
        }
    }

    /// <inheritdoc/>
    public void Pointer(int x, int y, int buttons)
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            var before = _input.State;
            _input.Pointer(x, y, buttons, _look(before));
            if (_input.State != before)
                Changed();
        }
    }

    /// <inheritdoc/>
    public void Key(uint keysym, bool down)
    {
        lock (_gate)
        {
            var before = _input.State;
            _input.Key(keysym, down, ref _clipboard);
            if (_input.State != before)
                Changed();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_drawing)
        {
            lock (_gate)
                _disposed = true;
            _picture.Dispose();
        }
    }

    /// <summary>Something visible changed. Called under the instrument's lock.</summary>
    internal void Changed()
    {
        Interlocked.Increment(ref _version);
        var changed = _changed;
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.SetResult();
    }

    private void Redraw()
    {
        InstrumentView view;
        long version;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            version = _version;
            if (version == _drawn)
                return;
            view = _look(_input.State);
        }

        _picture.Draw(view);
        _drawn = version;
    }
}
