namespace Orchestrator.Broker.Tests.Support;

/// <summary>A folder of its own for one test, gone afterwards.</summary>
internal sealed class TestFolder : IDisposable
{
    /// <param name="inMemory">True: on a disk in memory where there is one, for tests that count writes and don't measure them.</param>
    public TestFolder(bool inMemory = false) => Root = inMemory && Directory.Exists("/dev/shm")
        ? Directory.CreateDirectory($"/dev/shm/broker-test-{Guid.NewGuid():N}").FullName
        : Directory.CreateTempSubdirectory("broker-test-").FullName;

    public string Root { get; }

    public string At(params string[] parts) => Path.Combine([Root, .. parts]);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
