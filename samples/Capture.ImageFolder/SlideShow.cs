using Orchestrator.Plugins.Capture.ImageFolder.Pictures;

namespace Orchestrator.Plugins.Capture.ImageFolder;

/// <summary>Which picture is due: a function of the clock since the start, over and over. Callable from any thread.</summary>
internal sealed class SlideShow
{
    private readonly string[] _files;
    private readonly TimeSpan _each;
    private readonly TimeProvider _time;
    private readonly long _begin;

    /// <summary>Takes the pictures that are in the folder now, in the order of their names.</summary>
    /// <exception cref="FormatException">There is none, or one can't be shown.</exception>
    public SlideShow(FolderSettings settings, TimeProvider time, CancellationToken cancellationToken)
    {
        _files = [.. Directory.GetFiles(settings.Folder).Where(PictureFile.IsOne).Order(StringComparer.Ordinal)];
        if (_files.Length == 0)
            throw new FormatException($"There is no picture in {settings.Folder}. Put files there that end in .bmp or .ppm.");

        // All of them once: better refused now than dark in the middle of a session.
        foreach (var file in _files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            PictureFile.Read(file);
        }

        _each = TimeSpan.FromMilliseconds(settings.Milliseconds);
        _time = time;
        _begin = time.GetTimestamp();
    }

    /// <summary>Grows by one with each picture, from 0.</summary>
    public long Turn => Elapsed.Ticks / _each.Ticks;

    private TimeSpan Elapsed => _time.GetElapsedTime(_begin);

    /// <summary>The picture of a turn; read from its file, so that only what is shown is kept in memory.</summary>
    /// <exception cref="FormatException">It isn't there any more, or was changed into something else.</exception>
    public Picture At(long turn) => PictureFile.Read(_files[turn % _files.Length]);

    /// <summary>Waits for the next turn.</summary>
    public async ValueTask WaitAsync(long turn, TimeSpan maxWait, CancellationToken cancellationToken)
    {
        var left = (_each * (turn + 1)) - Elapsed;
        var wait = left < maxWait ? left : maxWait;
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, _time, cancellationToken).ConfigureAwait(false);
    }
}
