namespace Orchestrator.QuickSupport.Files;

/// <summary>
/// A folder by its path, where the system gives no way to work inside an open one. Paths are judged before each use (<see cref="OperatorFiles"/>); what a
/// program with the operator's rights changes between that and the use isn't seen.
/// </summary>
internal sealed class NamedFolder(string path) : IPinnedFolder
{
    private const int Buffer = 128 << 10;

    /// <inheritdoc/>
    public FileStream Create(string name, long size) => new(In(name), new FileStreamOptions
    {
        Mode = FileMode.CreateNew,
        Access = FileAccess.Write,
        Share = FileShare.None,
        Options = FileOptions.Asynchronous,
        PreallocationSize = size,
    });

    /// <inheritdoc/>
    public FileStream OpenRead(string name) =>
        new(In(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, Buffer, FileOptions.Asynchronous | FileOptions.SequentialScan);

    /// <inheritdoc/>
    public void Rename(string from, string to, bool replace) => File.Move(In(from), In(to), replace);

    /// <inheritdoc/>
    public void Delete(string name) => File.Delete(In(name));

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private string In(string name) => Path.Combine(path, name);
}
