namespace Orchestrator.Rfb;

/// <summary>
/// What a viewer asked for, set by its reader and taken by its updater. A pending request is a flag here, never a blocked reader: it stays until an
/// update answers it, and keys pass it by.
/// </summary>
internal sealed class ViewerWishes
{
    private readonly Lock sync = new();
    private readonly AsyncSignal wake = new();
    private PixelFormat format = PixelFormat.Bgrx;
    private HashSet<int> encodings = [];
    private bool isRequested;
    private bool isEverythingAsked;
    private bool isFormatNew;
    private bool isEncodingsNew;
    private bool isResizeRefused;
    private string? cutText;

    public void SetFormat(PixelFormat next) => Set(() => (format, isFormatNew) = (next, true));

    public void SetEncodings(IEnumerable<int> next) => Set(() => (encodings, isEncodingsNew) = ([.. next], true));

    public void Request(bool incremental) => Set(() => (isRequested, isEverythingAsked) = (true, isEverythingAsked || !incremental));

    public void RefuseResize() => Set(() => isResizeRefused = true);

    /// <summary>Text for the viewer; only the newest matters.</summary>
    public void SendCutText(string text) => Set(() => cutText = text);

    /// <summary>Something outside changed: the screen.</summary>
    public void Wake() => wake.Set();

    public ValueTask WaitAsync(CancellationToken cancellationToken) => wake.WaitAsync(cancellationToken);

    public Taken Look()
    {
        lock (sync)
            return new Taken(format, encodings, isRequested, isEverythingAsked, isFormatNew, isEncodingsNew, isResizeRefused);
    }

    /// <summary>An update answers all that was looked at; what came since stays.</summary>
    public void Answered(Taken taken)
    {
        lock (sync)
        {
            isRequested = false;
            isEverythingAsked &= !taken.IsEverythingAsked;
            isFormatNew &= !ReferenceEquals(format, taken.Format);
            isEncodingsNew &= !ReferenceEquals(encodings, taken.Encodings);
            isResizeRefused &= !taken.IsResizeRefused;
        }
    }

    /// <summary>An update without pixels told the layout; a request for everything is still open.</summary>
    public void AnsweredWithLayout(Taken taken)
    {
        lock (sync)
        {
            isRequested = false;
            isEncodingsNew &= !ReferenceEquals(encodings, taken.Encodings);
            isResizeRefused &= !taken.IsResizeRefused;
        }
    }

    public string? TakeCutText()
    {
        lock (sync)
            return (cutText, cutText = null).Item1;
    }

    private void Set(Action change)
    {
        lock (sync)
            change();
        wake.Set();
    }

    internal sealed record Taken(
        PixelFormat Format, IReadOnlySet<int> Encodings, bool IsRequested, bool IsEverythingAsked, bool IsFormatNew, bool IsEncodingsNew, bool IsResizeRefused);
}
