using System.Globalization;
using Jint.Runtime;

namespace Orchestrator.Pac.Sandbox;

/// <summary>The script's clock and time zone: the program's own.</summary>
internal sealed class PacClock(TimeProvider time) : ITimeSystem
{
    private readonly DefaultTimeSystem dates = new(time.LocalTimeZone, CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public TimeZoneInfo DefaultTimeZone => time.LocalTimeZone;

    /// <inheritdoc/>
    public DateTimeOffset GetUtcNow() => time.GetUtcNow();

    /// <inheritdoc/>
    public bool TryParse(string date, out long epochMilliseconds) => dates.TryParse(date, out epochMilliseconds);

    /// <inheritdoc/>
    public TimeSpan GetUtcOffset(long epochMilliseconds) => dates.GetUtcOffset(epochMilliseconds);
}
