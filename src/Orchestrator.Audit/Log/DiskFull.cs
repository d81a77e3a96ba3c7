namespace Orchestrator.Audit.Log;

/// <summary>Tells "no room" from other I/O errors.</summary>
internal static class DiskFull
{
    private const int LinuxNoSpace = 28;
    private const int LinuxQuota = 122;
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);

    public static bool Is(IOException error) =>
        error.HResult is LinuxNoSpace or LinuxQuota or WindowsDiskFull or WindowsHandleDiskFull;
}
