using Orchestrator.Abstractions;

namespace Orchestrator.Rfb;

/// <summary>
/// The console's copy of the instrument's screen. One <see cref="ScreenReceiver"/> writes it, whole updates at a time; any number of readers look,
/// each with its own account of what it hasn't seen yet. Safe from any thread.
/// </summary>
public sealed class ShadowFramebuffer
{
    private readonly Lock sync = new();
    private readonly List<ShadowReader> readers = [];
    private Framebuffer? picture;
    private ShadowState state = new(0, null, CursorPicture.Hidden, ScreenStatus.Available);
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What is known now.</summary>
    public ShadowState State => Volatile.Read(ref state);

    /// <summary>Returns when the version is larger than one that was seen.</summary>
    public async ValueTask<ShadowState> WaitForChangeAsync(long seen, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task next;
            lock (sync)
            {
                if (state.Version > seen)
                    return state;
                next = changed.Task;
            }

            await next.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Copies the whole picture; null before the first one.</summary>
    public Framebuffer? TakePicture()
    {
        lock (sync)
        {
            if (picture is null)
                return null;
            var copy = new Framebuffer(picture.Width, picture.Height);
            copy.CopyFrom(picture, picture.Area);
            return copy;
        }
    }

    /// <summary>One pixel, 0x00RRGGBB; null outside the picture.</summary>
    public uint? PixelAt(int x, int y)
    {
        lock (sync)
            return picture is null || x < 0 || y < 0 || x >= picture.Width || y >= picture.Height ? null : picture.Row(y, x, 1)[0];
    }

    /// <summary>A new reader, for whom everything is new.</summary>
    public ShadowReader OpenReader()
    {
        lock (sync)
        {
            var reader = new ShadowReader(this);
            if (picture is not null)
                reader.Unseen.Add(picture.Area);
            readers.Add(reader);
            return reader;
        }
    }

    internal void Commit(ScreenDecoder update)
    {
        lock (sync)
        {
            var source = update.Picture;
            if (source is not null && (picture is null || picture.Width != source.Width || picture.Height != source.Height))
                picture = new Framebuffer(source.Width, source.Height);
            foreach (var area in update.Damage.Areas)
                picture!.CopyFrom(source!, area);
            foreach (var reader in readers)
                reader.Unseen.Add(update.Damage);
            Announce(state with { Layout = update.Layout, Cursor = update.Cursor });
        }
    }

    /// <returns>True when it wasn't so before.</returns>
    internal bool SetStatus(ScreenStatus status)
    {
        lock (sync)
        {
            if (state.Status == status)
                return false;
            Announce(state with { Status = status });
            return true;
        }
    }

    internal ShadowState CopyUnseen(ShadowReader reader, Framebuffer target, List<PixelRect> areas)
    {
        lock (sync)
        {
            areas.Clear();
            foreach (var unseen in reader.Unseen.Areas)
            {
                // A viewer that can't follow a new size keeps its own: it gets what fits.
                var area = unseen.Intersect(target.Area).Intersect(picture!.Area);
                if (area.IsEmpty)
                    continue;
                target.CopyFrom(picture, area);
                areas.Add(area);
            }

            reader.Unseen.Clear();
            return state;
        }
    }

    internal bool HasUnseen(ShadowReader reader)
    {
        lock (sync)
            return !reader.Unseen.IsEmpty;
    }

    internal void MarkAllUnseen(ShadowReader reader)
    {
        lock (sync)
        {
            if (picture is not null)
                reader.Unseen.Add(picture.Area);
        }
    }

    internal void Close(ShadowReader reader)
    {
        lock (sync)
            readers.Remove(reader);
    }

    private void Announce(ShadowState next)
    {
        Volatile.Write(ref state, next with { Version = state.Version + 1 });
        var done = changed;
        changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        done.SetResult();
    }
}
