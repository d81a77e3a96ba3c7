namespace Orchestrator.Rfb;

/// <summary>Numbers of encodings (RFC 6143, 7.7 and 7.8; rfbproto for ExtendedDesktopSize).</summary>
internal static class Encodings
{
    public const int Raw = 0;
    public const int CopyRect = 1;
    public const int Zrle = 16;
    public const int Cursor = -239;
    public const int DesktopSize = -223;
    public const int ExtendedDesktopSize = -308;
}
