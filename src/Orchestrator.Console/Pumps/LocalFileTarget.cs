using Orchestrator.Protocol;

namespace Orchestrator.Technicians.Pumps;

/// <summary>A file of the technician's computer in the making: a hidden temporary name beside the final one, which it takes only when it is whole.</summary>
internal sealed class LocalFileTarget : IFileTarget, IAsyncDisposable
{
    private readonly FileStream _stream;
    private readonly string _aside;
    private readonly string _path;
    private readonly bool _force;
    private bool _isNamed;

    private LocalFileTarget(FileStream stream, string aside, string path, bool force) =>
        (_stream, _aside, _path, _force) = (stream, aside, path, force);

    /// <summary>A name that the instrument gave, as a name of this computer: its last part, and nothing that leads elsewhere.</summary>
    /// <exception cref="IOException">Nothing usable is left of it.</exception>
    public static string PathFor(string local, string agreedName)
    {
        if (!Directory.Exists(local))
        {
            return Path.GetFullPath(local);
        }

        var name = agreedName[(agreedName.LastIndexOfAny(['/', '\\', ':']) + 1)..];
        var forbidden = Path.GetInvalidFileNameChars();
        return name is "" or "." or ".." || name.Any(c => char.IsControl(c) || forbidden.Contains(c))
            ? throw new IOException("its name can't be used on this computer. Name the local file.")
            : Path.GetFullPath(Path.Combine(local, name));
    }

    /// <exception cref="IOException">It is there already and may not be replaced, or the folder refuses it.</exception>
    public static LocalFileTarget Create(string path, bool force)
    {
        if (!force && (File.Exists(path) || Directory.Exists(path)))
        {
            throw new IOException($"{path} is there already. Name another file, or allow to replace it.");
        }

        var aside = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.part");
        return new LocalFileTarget(new FileStream(aside, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16, useAsync: true), aside, path, force);
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => _stream.WriteAsync(bytes, cancellationToken);

    public async ValueTask CommitAsync(CancellationToken cancellationToken)
    {
        await _stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        _stream.Flush(flushToDisk: true);
        await _stream.DisposeAsync().ConfigureAwait(false);
        File.Move(_aside, _path, _force);
        _isNamed = true;
    }

    public async ValueTask DiscardAsync()
    {
        try
        {
            await _stream.DisposeAsync().ConfigureAwait(false);
            File.Delete(_aside);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What can't be removed now has a name that says what it is.
        }
    }

    /// <summary>Whatever ended the transfer: nothing half-written stays.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_isNamed)
        {
            await DiscardAsync().ConfigureAwait(false);
        }
    }
}
