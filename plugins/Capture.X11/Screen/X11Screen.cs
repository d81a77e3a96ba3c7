using Orchestrator.Abstractions;
using Orchestrator.Plugins.Capture.X11.Connection;

namespace Orchestrator.Plugins.Capture.X11.Screen;

/// <summary>
/// The opened screen. With XDamage it sleeps until something changes and fetches only that; without, it looks at the whole
/// picture at a pace that slows down when nothing moves.
/// </summary>
internal sealed class X11Screen : IScreenCapture
{
    private readonly XLink link;
    private readonly TimeProvider time;
    private readonly LayoutWatch layout;
    private readonly CursorWatch? cursor;
    private readonly DrawnCursor? drawn;
    private readonly DamageWatch? damageWatch;
    private readonly PictureSource pictures;
    private readonly PollPace pace = new();
    private readonly AsyncSignal news = new();
    private readonly XEventThread events;
    private bool needsWhole = true;

    public X11Screen(XLink link, CaptureOptions options, PluginContext context)
    {
        this.link = link;
        time = context.Time;
        layout = new LayoutWatch(link);
        cursor = CursorWatch.TryStart(link);
        drawn = cursor is not null && options.DrawCursor ? new DrawnCursor(link) : null;
        damageWatch = cursor is null ? null : DamageWatch.TryStart(link);
        pictures = new PictureSource(link);
        pictures.Prepare(Layout.Width, Layout.Height);
        events = new XEventThread(link, "X11 screen", TakeEvent, news.Set);
        context.Log.Write(PluginLogLevel.Information, 1, $"screen {Layout.Width}×{Layout.Height}, shared memory {pictures.IsShared}, damage {damageWatch is not null}, cursor {cursor is not null}");
    }

    public ScreenLayout Layout => layout.Current;

    /// <summary>Pictures asked of the server so far.</summary>
    internal long PictureRequests => pictures.Requests;

    public async ValueTask<CaptureResult> CaptureAsync(
        Memory<byte> frame, int stride, Memory<PixelRect> damage, TimeSpan maxWait, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!needsWhole && maxWait > TimeSpan.Zero && damageWatch is not { IsNoted: true } && !link.IsDead)
            await news.WaitAsync(Shorten(maxWait), time, cancellationToken).ConfigureAwait(false);
        if (link.IsDead)
            return Result(CaptureStatus.Unavailable);
        if (layout.TryRefresh())
            return TakeLayout();
        CheckRoom(frame.Length, stride);
        if (needsWhole)
            return TakeWhole(frame, stride, damage);
        return damageWatch is null ? TakeIfDifferent(frame, stride) : TakeDamaged(frame, stride, damage);
    }

    public ValueTask<CursorResult> ReadCursorAsync(Memory<byte> bgra, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(link.IsDead || drawn is not null ? default : cursor?.Read(bgra.Span) ?? default);
    }

    public ValueTask DisposeAsync()
    {
        // First the cut: a capture that still waits for its picture returns, and only then does its memory go.
        events.Dispose();
        pictures.Dispose();
        link.Dispose();
        return ValueTask.CompletedTask;
    }

    private void TakeEvent(ReadOnlySpan<byte> content)
    {
        if (damageWatch?.Take(content) == true || cursor?.Take(content) == true || layout.Take(content))
            news.Set();
    }

    private PixelRect Whole => new(0, 0, Layout.Width, Layout.Height);

    /// <summary>What nobody tells of must be looked for.</summary>
    private TimeSpan Shorten(TimeSpan wait)
    {
        if (damageWatch is null && pace.Wait < wait)
            wait = pace.Wait;
        return drawn is not null && DrawnCursor.Look < wait ? DrawnCursor.Look : wait;
    }

    private CaptureResult TakeLayout()
    {
        needsWhole = true;
        pictures.Prepare(Layout.Width, Layout.Height);
        return Result(CaptureStatus.LayoutChanged);
    }

    private CaptureResult TakeWhole(Memory<byte> frame, int stride, Memory<PixelRect> damage)
    {
        damageWatch?.Forget();
        drawn?.Refresh();
        if (!pictures.TryTake(Whole, pixels => Copy(pixels, Whole, Whole, frame.Span, stride)))
            return Failed();
        drawn?.Draw(frame.Span, stride, Whole);
        needsWhole = false;
        return Result(CaptureStatus.Changed, Report([Whole], damage));
    }

    private CaptureResult TakeDamaged(Memory<byte> frame, int stride, Memory<PixelRect> damage)
    {
        var areas = new List<PixelRect>();
        if (drawn is not null)
        {
            var before = drawn.Area;
            if (drawn.Refresh() || damageWatch!.IsNoted)
                areas.AddRange([before, drawn.Area]);
        }

        if (damageWatch!.IsNoted)
            areas.AddRange(damageWatch.TakeDamage());
        areas = [.. areas.Select(area => area.Intersect(Whole)).Where(area => !area.IsEmpty)];
        if (areas.Count == 0)
            return Result(link.IsDead ? CaptureStatus.Unavailable : CaptureStatus.Unchanged);
        var bounds = Bounds(areas);
        var taken = pictures.TryTake(bounds, pixels =>
        {
            foreach (var area in areas)
                Copy(pixels, bounds, area, frame.Span, stride);
        });
        if (!taken)
            return Failed();
        drawn?.Draw(frame.Span, stride, Whole);
        return Result(CaptureStatus.Changed, Report(areas, damage));
    }

    private CaptureResult TakeIfDifferent(Memory<byte> frame, int stride)
    {
        // A drawn pointer always differs from the picture, so with one the host compares and finds what is new.
        var changed = false;
        drawn?.Refresh();
        if (!pictures.TryTake(Whole, pixels => changed = CopyDifferentRows(pixels, frame.Span, stride)))
            return Failed();
        drawn?.Draw(frame.Span, stride, Whole);
        pace.Note(changed);
        return changed ? Result(CaptureStatus.Changed, -1) : Result(CaptureStatus.Unchanged);
    }

    /// <summary>No picture: the server died, or the screen shrank and its event is still on the way.</summary>
    private CaptureResult Failed()
    {
        needsWhole = true;
        layout.Doubt();
        return !link.IsDead && layout.TryRefresh() ? TakeLayout() : Result(CaptureStatus.Unavailable);
    }

    private bool CopyDifferentRows(ReadOnlySpan<byte> pixels, Span<byte> frame, int stride)
    {
        var changed = false;
        var length = Layout.Width * 4;
        for (var y = 0; y < Layout.Height; y++)
        {
            var now = pixels.Slice(y * length, length);
            var before = frame.Slice(y * stride, length);
            if (PixelRows.ShowTheSame(now, before))
                continue;
            PixelRows.CopyMasked(now, before);
            changed = true;
        }

        return changed;
    }

    private static void Copy(ReadOnlySpan<byte> pixels, PixelRect picture, PixelRect area, Span<byte> frame, int stride)
    {
        for (var y = area.Y; y < area.Bottom; y++)
        {
            var from = (((y - picture.Y) * picture.Width) + area.X - picture.X) * 4;
            PixelRows.CopyMasked(pixels.Slice(from, area.Width * 4), frame.Slice((y * stride) + (area.X * 4), area.Width * 4));
        }
    }

    private static PixelRect Bounds(List<PixelRect> areas)
    {
        var (left, top) = (areas.Min(area => area.X), areas.Min(area => area.Y));
        return new PixelRect(left, top, areas.Max(area => area.Right) - left, areas.Max(area => area.Bottom) - top);
    }

    private static int Report(List<PixelRect> areas, Memory<PixelRect> damage)
    {
        if (areas.Count > damage.Length)
            return -1;
        areas.CopyTo(damage.Span);
        return areas.Count;
    }

    private void CheckRoom(int bytes, int stride)
    {
        if (stride < Layout.Width * 4 || bytes < (long)stride * Layout.Height)
            throw new ArgumentException($"A frame of {bytes} bytes with {stride} a row can't hold {Layout.Width}×{Layout.Height} pixels.");
    }

    private CaptureResult Result(CaptureStatus status, int damageCount = 0) => new(status, Layout.Version, damageCount);
}
